import type ts from 'typescript';
import { fromPointer } from '../../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../../openapi/openapi-document.ts';
import { schemasOf } from '../../../openapi/openapi-document.ts';
import { isObject } from '../../../shared/json.ts';
import { capitalize } from '../../../shared/wording.ts';
import { freeName, toCamelCase } from '../names.ts';

type TypeScript = typeof ts;

/**
 * The types of openapi-typescript, with a type alias for each schema that contains itself without an object in between,
 * such as any JSON value. There, an interface field cannot refer to its own type (TypeScript error 2502), but an alias
 * can.
 */
export function nameRecursiveTypes(typescript: TypeScript, nodes: ts.Node[], document: OpenApiDocument): ts.Node[] {
  const schemas = schemasOf(document);
  const taken = new Set(Object.keys(schemas));
  const aliases = new Map(
    recursiveSchemas(schemas).map((name) => [name, freeName(`Recursive${toPascalCase(name)}`, taken)]),
  );
  if (aliases.size === 0) return nodes;
  const { factory } = typescript;
  const declared: ts.Node[] = [];
  const referTo = (alias: string) => factory.createTypeReferenceNode(alias);

  const replace = (node: ts.Node): ts.Node => {
    const alias = aliases.get(schemaNameOf(typescript, node) ?? '');
    return alias === undefined ? typescript.visitEachChild(node, replace, undefined) : referTo(alias);
  };
  const moveOut = (member: ts.TypeElement): ts.TypeElement => {
    const alias = aliases.get(nameOf(typescript, member) ?? '');
    if (alias === undefined || !typescript.isPropertySignature(member) || !member.type) return member;
    declared.push(factory.createTypeAliasDeclaration(undefined, alias, undefined, replace(member.type) as ts.TypeNode));
    const { modifiers, name, questionToken } = member;
    return factory.updatePropertySignature(member, modifiers, name, questionToken, referTo(alias));
  };
  const inSchemas = (member: ts.TypeElement): ts.TypeElement => {
    if (nameOf(typescript, member) !== 'schemas' || !typescript.isPropertySignature(member)) return member;
    if (!member.type || !typescript.isTypeLiteralNode(member.type)) return member;
    const { modifiers, name, questionToken, type } = member;
    const literal = factory.updateTypeLiteralNode(type, factory.createNodeArray(type.members.map(moveOut)));
    return factory.updatePropertySignature(member, modifiers, name, questionToken, literal);
  };
  const written = nodes.map((node) => {
    if (!typescript.isInterfaceDeclaration(node) || node.name.text !== 'components') return node;
    const { modifiers, name, typeParameters, heritageClauses, members } = node;
    const moved = members.map(inSchemas);
    return factory.updateInterfaceDeclaration(node, modifiers, name, typeParameters, heritageClauses, moved);
  });
  return [...written, ...declared];
}

/** The schemas that refer back to themselves through references, lists and unions only. */
function recursiveSchemas(schemas: Record<string, unknown>): string[] {
  const direct = new Map(Object.entries(schemas).map(([name, schema]) => [name, referredTo(schema)]));
  return [...direct.keys()].filter((name) => {
    const seen = new Set<string>();
    const open = [...(direct.get(name) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === name) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(direct.get(next) ?? []));
    }
    return false;
  });
}

function referredTo(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const [, section, name] = typeof schema.$ref === 'string' ? fromPointer(schema.$ref) : [];
  const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap((keyword) => schema[keyword] ?? []);
  return [
    ...(section === 'schemas' && name !== undefined ? [name] : []),
    ...[schema.items, ...lists].flatMap(referredTo),
  ];
}

function toPascalCase(name: string): string {
  return capitalize(toCamelCase(name.replace(/[^A-Za-z0-9_$]+/g, ' '), 'schema'));
}

function nameOf(typescript: TypeScript, { name }: ts.TypeElement): string | undefined {
  return name && (typescript.isIdentifier(name) || typescript.isStringLiteral(name)) ? name.text : undefined;
}

/** The schema of `components["schemas"]["Name"]`. */
function schemaNameOf(typescript: TypeScript, node: ts.Node): string | undefined {
  if (!typescript.isIndexedAccessTypeNode(node)) return undefined;
  const { objectType, indexType } = node;
  if (!typescript.isIndexedAccessTypeNode(objectType) || indexText(typescript, objectType.indexType) !== 'schemas')
    return undefined;
  const { objectType: root } = objectType;
  const isRoot = typescript.isTypeReferenceNode(root) && typescript.isIdentifier(root.typeName);
  return isRoot && root.typeName.text === 'components' ? indexText(typescript, indexType) : undefined;
}

function indexText(typescript: TypeScript, node: ts.TypeNode): string | undefined {
  return typescript.isLiteralTypeNode(node) && typescript.isStringLiteral(node.literal) ? node.literal.text : undefined;
}
