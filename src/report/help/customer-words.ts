/** How a person names customers to a command. */
export const customerWords = `
CUSTOMER is a name, a pkid, a hierarchy (all customers in it and below), or a glob over
names; where something is changed from within a repository, also over the files that were
applied: 'customers/emea/**'.
A word that names nobody, and a name that two customers have, is an error; nothing is done.`;
