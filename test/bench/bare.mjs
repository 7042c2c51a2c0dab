// Nothing: what starting Node.js alone takes.
