import './settings.ts';
import { scopesAsked } from '@downscope/guards/testing';
import { expect, it } from '@jest/globals';
import { MetadataController } from '../src/security-events/metadata.controller.ts';
import { PollController } from '../src/security-events/poll.controller.ts';
import { StreamStateController } from '../src/security-events/stream-state.controller.ts';
import { StreamsController } from '../src/security-events/streams.controller.ts';
import { privileges } from './privileges-file.ts';

it('asks for every scope that privileges.yaml has for identity, and for no other', () => {
  const known = [...(privileges.file.resource_servers.get('identity')?.scopes.keys() ?? [])];
  const controllers = [MetadataController, StreamsController, StreamStateController, PollController];
  expect(scopesAsked(...controllers)).toEqual(known.sort());
});
