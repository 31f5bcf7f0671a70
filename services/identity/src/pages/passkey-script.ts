/**
 * The one script there is, on the pages that ask an authenticator: browsers have no other way to reach one. It fills in a form that is
 * hidden without it. The policy of the page allows it by its digest and allows nothing else.
 */
export const passkeyScript = `
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const { passkey, options } = form.dataset;
  const failed = form.querySelector('[role=alert]');
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const publicKey = JSON.parse(options);
      const answer = passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      form.elements.response.value = JSON.stringify(answer);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
`;
