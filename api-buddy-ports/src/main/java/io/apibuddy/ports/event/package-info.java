/** What observers are told: one record for each event. */
@NullMarked
package io.apibuddy.ports.event;

import org.jspecify.annotations.NullMarked;
