/**
 * The contract kit: what every storage engine must pass, and the fakes that tests are written with.
 * An engine's test implements {@link io.apibuddy.ports.contract.StorageContract} (and {@link
 * io.apibuddy.ports.contract.DurabilityContract} if it has a place, {@link
 * io.apibuddy.ports.contract.FloodContract} if it has bounds, {@link
 * io.apibuddy.ports.contract.AbsenceContract} if it knows what it lacks) and supplies one factory.
 */
@NullMarked
package io.apibuddy.ports.contract;

import org.jspecify.annotations.NullMarked;
