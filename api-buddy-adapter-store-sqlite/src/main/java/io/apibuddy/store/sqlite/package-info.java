/** The storage adapter that keeps everything in one SQLite file. */
@NullMarked
package io.apibuddy.store.sqlite;

import org.jspecify.annotations.NullMarked;
