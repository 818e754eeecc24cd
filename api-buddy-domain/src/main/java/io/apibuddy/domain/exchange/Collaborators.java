package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.MemoryScratchSpace;
import io.apibuddy.ports.admin.AdminResources;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.IdGenerator;
import io.apibuddy.ports.time.Pause;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamClient;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * The ports that exchanges run on.
 *
 * @param upstream asks the upstreams
 * @param storage keeps responses
 * @param executor runs fills, and takes over what would hold up who brings an answer: at most as
 *     many at one time as it has places, without a queue
 * @param normalizer brings bodies into canonical form
 * @param scratchSpace room for large bodies
 * @param inspector reads answers while they are stored
 * @param listener told what happens
 * @param listenerExecutor tells the listener
 * @param adminResources what there is below {@code /admin}
 * @param meter counts exchanges
 * @param clock the wall clock
 * @param ticker the monotonic clock
 * @param pause lets requests wait for their turn
 * @param ids makes request identifiers
 */
public record Collaborators(
    UpstreamClient upstream,
    Storage storage,
    Executor executor,
    BodyNormalizer normalizer,
    ScratchSpace scratchSpace,
    ResponseInspector inspector,
    ExchangeListener listener,
    Executor listenerExecutor,
    AdminResources adminResources,
    ExchangeMeter meter,
    InstantSource clock,
    Ticker ticker,
    Pause pause,
    IdGenerator ids) {

  /** Returns scratch space on the heap. */
  public static ScratchSpace scratchSpaceInMemory() {
    return new MemoryScratchSpace();
  }
}
