import { connection } from './common.ts';
import { customerWords } from './customer-words.ts';

/** One sentence on `action`. */
export const summary = 'run an action of the API on customers, now';

/** More on `action`. */
export const details = `
The actions:
  refresh-access-token  ask Webex for a new access token with the refresh token
  sync-roles-licences   fetch roles and licences from Webex
  sync-users            fetch all users from Webex, which may take long
${customerWords}
What will be asked of whom is shown, and a yes is asked for; --auto-approve is for where
nobody can be asked. The first customer goes alone; each transaction is followed to its
end. After a refresh the record is read again, and the report says when the tokens expired
before and expire now. A customer whose refresh token has run out is held, as only a Webex
administrator can help. In a repository it takes the lease, as apply does.
${connection}

Exit status, the same for every format:
  0  done
  1  failed before anything was asked for, or bad input
  3  some failed
  4  somebody else is applying, or customers were held

Examples:
  sparkform action refresh-access-token Adatum
  sparkform action sync-users 'customers/emea/**' --auto-approve
  sparkform action sync-roles-licences sys.hcs.Contoso --format json`;
