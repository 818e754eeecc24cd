/**
 * Building blocks for storage adapters whose engine runs in this process, on files of its own above
 * all. No adapter has to use them.
 */
@NullMarked
package io.apibuddy.ports.store.local;

import org.jspecify.annotations.NullMarked;
