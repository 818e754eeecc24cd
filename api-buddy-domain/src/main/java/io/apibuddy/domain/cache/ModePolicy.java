package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;

/** Decides, by the mode, whether the store or the upstream answers a request. */
public final class ModePolicy {
  private static final CacheDecision ASK =
      new CacheDecision.Forward(ForwardReason.REQUEST, List.of(), null);
  private static final CacheDecision NOT_RECORDED =
      new CacheDecision.Forward(ForwardReason.URI_MISS, List.of(), null);
  private static final CacheDecision OTHER_RECORDED =
      new CacheDecision.Forward(ForwardReason.VARY_MISS, List.of(), null);
  private static final CacheDecision JOB_STATE =
      new CacheDecision.Forward(ForwardReason.STALE, List.of(), null, false, true);
  private static final CacheDecision REFUSAL =
      new CacheDecision.Forward(ForwardReason.STALE, List.of(), null);

  private ModePolicy() {}

  /**
   * Returns the decision for a request. In the modes {@code record} and {@code replay} it only
   * matters whether a response under the key matches, whatever its age. In mode {@code record} an
   * answer that does not last is requested again.
   *
   * @param lookup the request as the cache sees it
   * @param candidates the responses stored under its key, the latest first
   */
  public static CacheDecision decide(
      CacheLookup lookup, List<StoredResponse> candidates, Instant now) {
    return switch (lookup.cache().mode()) {
      case CACHE -> CacheDecider.decide(lookup, candidates, now);
      case PASSTHROUGH, REFRESH -> ASK;
      case RECORD, REPLAY -> {
        StoredResponse selected = RecordingPolicy.select(lookup, candidates);
        if (selected == null) {
          yield candidates.isEmpty() ? NOT_RECORDED : OTHER_RECORDED;
        }
        boolean records = lookup.cache().mode() == CacheMode.RECORD;
        if (!records || !RecordingPolicy.isAskedAgain(selected)) {
          yield serve(selected, now);
        }
        yield RecordingRank.of(selected) == RecordingRank.REFUSAL ? REFUSAL : JOB_STATE;
      }
    };
  }

  /** Returns the decision to use a stored response as it is, whatever its age. */
  public static CacheDecision.ServeStored serve(StoredResponse selected, Instant now) {
    return new CacheDecision.ServeStored(selected, FreshnessPolicy.remaining(selected, now), false);
  }
}
