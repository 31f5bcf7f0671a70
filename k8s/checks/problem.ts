/** What is wrong with a manifest. */
export interface Problem {
  /** The checker's name of it, such as CKV_K8S_11. */
  readonly rule: string;
  /** `Deployment.apps.order`. */
  readonly resource: string;
  readonly message: string;
}
