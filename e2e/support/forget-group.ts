import kafkajs, { type Admin } from 'kafkajs';

const groupIdNotFound = 69;

/** Deletes a consumer group that nobody is in any more. The broker may have been quicker. */
export async function forgetGroup(admin: Admin, groupId: string): Promise<void> {
  try {
    await admin.deleteGroups([groupId]);
  } catch (error) {
    const isGone =
      error instanceof kafkajs.KafkaJSDeleteGroupsError &&
      error.groups.every(({ errorCode }) => errorCode === groupIdNotFound);
    if (!isGone) throw error;
  }
}
