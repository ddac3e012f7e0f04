// The metadata store is not part of the library's typed surface, and class-validator-jsonschema needs it to follow nested classes.
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: import('class-transformer/types/MetadataStorage').MetadataStorage;
}
