// Imported first by the scripts that a person starts: an older Node would stop in a later module
// with an error that does not name the cause.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Portreeve needs Node 20.19 or newer; this is ${process.versions.node}. ` +
      'Install a newer Node, then run the same command again.',
  );
  process.exit(1);
}
