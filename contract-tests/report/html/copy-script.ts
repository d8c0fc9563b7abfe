/** Copies the commands below a button. Without access to the clipboard, it selects them. */
export const copyScript = `
for (const button of document.querySelectorAll('button.copy')) {
  button.addEventListener('click', async () => {
    const commands = button.nextElementSibling;
    try {
      await navigator.clipboard.writeText(commands.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(commands);
      button.textContent = document.execCommand('copy') ? 'Copied' : 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
}
`;
