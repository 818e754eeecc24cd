@NullMarked
package io.apibuddy.ports.store.local;

import org.jspecify.annotations.NullMarked;
