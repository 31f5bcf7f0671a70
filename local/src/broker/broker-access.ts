import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const grant = z.strictObject({
  principal: z.string(),
  operation: z.enum(['READ', 'WRITE']),
  resource: z.enum(['TOPIC', 'GROUP']),
  name: z.string(),
});

/** Topics, and who may do what with them: what `npm run privileges -- write` makes of the events in privileges.yaml. */
export const brokerAccess = z.strictObject({ topics: z.array(z.string()), grants: z.array(grant) });

export type BrokerAccess = z.infer<typeof brokerAccess>;
export type Grant = z.infer<typeof grant>;

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** Creates the topics that are not there; the broker makes none by itself, so that a misspelled one is an error. */
export async function makeTopics(admin: Admin, { topics }: BrokerAccess): Promise<void> {
  const there = await admin.listTopics();
  const missing = topics.filter((topic) => !there.includes(topic)).map((topic) => ({ topic }));
  if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
}

export class AccessNotInForce extends Error {
  readonly code = 'access_not_in_force';
  override readonly name = 'AccessNotInForce';
}

/**
 * Makes the broker's ACLs exactly these: what somebody else has granted goes. Resolves when the broker goes by them, which is later than
 * its answer.
 *
 * @throws AccessNotInForce after thirty seconds
 */
export async function grantAccess(admin: Admin, { grants }: BrokerAccess): Promise<void> {
  const wanted = grants.map(entryOf);
  const { missing, tooMany } = await differences(admin, wanted);
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (tooMany.length > 0) await admin.deleteAcls({ filters: tooMany });
  const deadline = performance.now() + 30_000;
  for (;;) {
    const left = Object.values(await differences(admin, wanted)).flat();
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new AccessNotInForce(`not as it should be: ${JSON.stringify(left)}`);
    await delay(50);
  }
}

async function differences(admin: Admin, wanted: AclEntry[]): Promise<Record<'missing' | 'tooMany', AclEntry[]>> {
  const present = await entriesOf(admin);
  const without = (some: AclEntry[], others: AclEntry[]): AclEntry[] =>
    some.filter((entry) => !others.some((other) => isSame(entry, other)));
  return { missing: without(wanted, present), tooMany: without(present, wanted) };
}

function entryOf({ principal, operation, resource, name }: Grant): AclEntry {
  return {
    principal: `User:${principal}`,
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: AclResourceTypes[resource],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
}

async function entriesOf(admin: Admin): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
  });
  return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...acl, ...resource })));
}

function isSame(one: AclEntry, other: AclEntry): boolean {
  return Object.keys(one).every((key) => one[key as keyof AclEntry] === other[key as keyof AclEntry]);
}
