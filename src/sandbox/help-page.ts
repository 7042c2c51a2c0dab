import type { ModelSchema } from './schema.ts';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The on-line help of the model, as HTML. */
export function helpPage({ properties, titles }: ModelSchema): string {
  const rows = [...properties].map(
    ([name, { type }]) =>
      `<tr><td>${escaped(titles.get(name) ?? name)}</td><td>${escaped(name)}</td><td>${type}</td></tr>`,
  );
  return `<!DOCTYPE html>
<html>
<head><title>Spark Customer</title><style>td { padding: 2px }</style></head>
<body>
<h1>Spark Customer</h1>
<p>This relation implements the workflows to manage Spark Customer connection parameters
and enabled services.</p>
<h2>Fields</h2>
<table>
<tr><th>Title</th><th>Field Name</th><th>Type</th></tr>
${rows.join('\n')}
</table>
<ul><li>Model: relation/SparkCustomer</li></ul>
</body>
</html>
`;
}
