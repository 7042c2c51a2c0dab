/** One sentence on `unlock`. */
export const summary = 'remove the lease of an apply that is dead';

/** More on `unlock`. */
export const details = `
While apply writes it holds a lease (refs/sparkform/<env>/lease), so that no two do at
once. A lease that is not renewed runs out after five minutes and is then taken over, so
this is only for the impatient. It says whose lease it was.`;
