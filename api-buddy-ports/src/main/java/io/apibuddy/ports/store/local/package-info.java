/**
 * Optional building blocks for storage adapters whose engine runs in this process, above all on
 * files of its own.
 */
@NullMarked
package io.apibuddy.ports.store.local;

import org.jspecify.annotations.NullMarked;
