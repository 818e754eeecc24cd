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
 * @param upstream sends requests to the upstreams
 * @param storage keeps responses, counts and limits
 * @param executor runs fills, and work that would block the thread that delivers an answer; it has
 *     a bounded number of threads and no queue
 * @param normalizer brings request bodies into canonical form
 * @param scratchSpace holds large request bodies
 * @param inspector reads responses while they are stored
 * @param listener observes exchanges
 * @param listenerExecutor calls the listener
 * @param adminResources the resources below {@code /admin}
 * @param meter counts exchanges
 * @param clock the wall clock
 * @param ticker the monotonic clock
 * @param pause lets a thread wait until a limit has room
 * @param ids generates request identifiers
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
