/** An amount of CPU as Kubernetes writes it, in thousandths of a core. */
export function millicores(quantity: string): number {
  const [, amount, thousandths] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity) ?? [];
  if (amount === undefined) throw new Error(`${quantity} is no amount of CPU`);
  return thousandths === 'm' ? Number(amount) : Number(amount) * 1000;
}
