import type { Hono } from 'hono';
import { type Call, type CallEnvironment, namedCustomer, namedNode } from './call.ts';
import { bulkModifyForm, customerAddForm, customerList } from './customer-lists.ts';
import {
  bulkDeleteCustomers,
  bulkModifyCustomers,
  createCustomer,
  deleteCustomer,
  moveCustomers,
  runAction,
  updateCustomer,
} from './customer-writes.ts';
import { createDocument, documentForm } from './documents.ts';
import { bulkLoadTemplate, exportCustomer, exportCustomers } from './exports.ts';
import { helpPage } from './help-page.ts';
import { nodeInstance, nodeList, nodeOfPath, transactionList, transactionOfPath } from './other-models.ts';
import { faultBody, Refusal } from './refusal.ts';
import { replay } from './transactions.ts';
import { customerInstance } from './wire-customer.ts';
import { transactionInstance, transactionPoll } from './wire-transaction.ts';
import type { World } from './world.ts';

const customers = '/api/relation/SparkCustomer';
const transactions = '/api/tool/Transaction';
const nodes = '/api/data/HierarchyNode';

/** Re-submits, as the real one does: a GET that changes things. */
function replayed(world: World, call: Call): Response {
  call.set('remarks', [...call.get('remarks'), 'replayed']);
  const { hierarchy } = replay(world, transactionOfPath(world, call));
  return call.json(transactionList(world, call, hierarchy));
}

/** Adds the calls that the sandbox answers; any other, and whatever is refused, is answered with a JSON fault. */
export function addRoutes(app: Hono<CallEnvironment>, world: World): void {
  app.get(customers, (call) => call.json(customerList(world, call)));
  app.get(`${customers}/add`, (call) => call.json(customerAddForm(world, call)));
  app.get(`${customers}/schema`, (call) => call.json(world.schema.document));
  app.get(`${customers}/help`, (call) => {
    namedNode(world, call, 'hierarchy');
    return call.html(helpPage(world.schema));
  });
  app.get(`${customers}/configuration_template`, (call) =>
    call.json(documentForm(world, call, 'data/ConfigurationTemplate')),
  );
  app.get(`${customers}/field_display_policy`, (call) =>
    call.json(documentForm(world, call, 'data/FieldDisplayPolicy')),
  );
  app.get(`${customers}/bulk_update`, (call) => call.json(bulkModifyForm(world, call)));
  app.post(`${customers}/bulk_update`, (call) => bulkModifyCustomers(world, call));
  app.post(`${customers}/export`, (call) => exportCustomers(world, call));
  app.post(`${customers}/export_bulkload_template`, (call) => bulkLoadTemplate(world, call));
  app.post('/api/data/ConfigurationTemplate', (call) => createDocument(world, call, 'data/ConfigurationTemplate'));
  app.post('/api/data/FieldDisplayPolicy', (call) => createDocument(world, call, 'data/FieldDisplayPolicy'));
  app.get(`${customers}/:pkid`, (call) => {
    const instance = customerInstance(world, namedCustomer(world, call));
    return call.json(call.req.query('schema') === 'true' ? { ...instance, schema: world.schema.document } : instance);
  });
  app.get(`${customers}/:pkid/help`, (call) => {
    namedCustomer(world, call);
    return call.html(helpPage(world.schema));
  });
  // The reference and the API guide disagree on the path of one record's export.
  app.get(`${customers}/:pkid/export`, (call) => exportCustomer(world, call));
  app.get(`${customers}/export/:pkid`, (call) => exportCustomer(world, call));
  app.post(customers, (call) => createCustomer(world, call));
  app.put(`${customers}/:pkid`, (call) => updateCustomer(world, call));
  app.delete(customers, (call) => bulkDeleteCustomers(world, call));
  app.delete(`${customers}/:pkid`, (call) => deleteCustomer(world, call));
  app.post(`${customers}/:pkid/:action`, (call) => runAction(world, call));

  app.post('/api/tool/DataMove', (call) => moveCustomers(world, call));
  app.post('/api/tool/DataMove/:pkid', (call) => moveCustomers(world, call));

  app.get(transactions, (call) => call.json(transactionList(world, call, namedNode(world, call, 'hierarchy').path)));
  app.get(`${transactions}/:pkid`, (call) => call.json(transactionInstance(world, transactionOfPath(world, call))));
  app.get(`${transactions}/:pkid/poll`, (call) => call.json(transactionPoll(world, transactionOfPath(world, call))));
  app.get(`${transactions}/:pkid/replay`, (call) => replayed(world, call));

  app.get(nodes, (call) => call.json(nodeList(world, call)));
  app.get(`${nodes}/:pkid`, (call) => call.json(nodeInstance(world, nodeOfPath(world, call))));

  app.notFound((call) => {
    const message = `The sandbox has no call ${call.req.method} ${call.req.path}.`;
    return call.json(faultBody(new Refusal(404, 'call-unknown', message)), 404);
  });
  app.onError((error, call) => {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, 'sandbox-bug', `${error.name}: ${error.message}`);
    return call.json(faultBody(refusal), refusal.status);
  });
}
