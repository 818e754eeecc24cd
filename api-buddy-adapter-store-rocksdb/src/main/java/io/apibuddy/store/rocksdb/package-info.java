/** A storage adapter that keeps everything in one RocksDB directory. */
@NullMarked
package io.apibuddy.store.rocksdb;

import org.jspecify.annotations.NullMarked;
