/** How fast and how small the storage engines are; run by {@code scripts/storage-benchmark}. */
@NullMarked
package io.apibuddy.bootstrap.benchmark;

import org.jspecify.annotations.NullMarked;
