/** Why a rule file that extends an address is rejected, and what to do. */
export function explainAddress(file: string, address: string): string {
  return `Cannot read ${file}: it extends ${address}, which is not fetched. Save that as a file and extend the file.`;
}
