/** Tests of the storage in one SQLite file. */
@NullMarked
package io.apibuddy.store.sqlite;

import org.jspecify.annotations.NullMarked;
