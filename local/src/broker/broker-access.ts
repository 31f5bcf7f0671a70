import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
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

/** Makes the broker's ACLs exactly these: what somebody else has granted goes. */
export async function grantAccess(admin: Admin, { grants }: BrokerAccess): Promise<void> {
  const wanted = grants.map(entryOf);
  const present = await entriesOf(admin);
  const missing = wanted.filter((entry) => !present.some((other) => isSame(entry, other)));
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  const tooMany = present.filter((entry) => !wanted.some((other) => isSame(entry, other)));
  if (tooMany.length > 0) await admin.deleteAcls({ filters: tooMany });
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
