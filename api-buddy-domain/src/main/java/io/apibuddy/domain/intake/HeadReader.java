package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines where requests go. The result is {@linkplain RequestHead#attach attached} to the head,
 * so that an equal head is not evaluated again: that would be more than half of what a hit costs
 * the domain (docs/performance.md has the figure). Whether the client is locked out is checked each
 * time. Safe for concurrent use.
 */
public final class HeadReader {
  private final AccessCheck accessCheck;
  private final Intake intake;

  public HeadReader(AccessCheck accessCheck, Intake intake) {
    this.accessCheck = accessCheck;
    this.intake = intake;
  }

  /**
   * Reads the head of a request that may go on to a mapping. Returns null for every other request.
   * Has no effect but the attachment.
   */
  public @Nullable EvaluatedHead read(ProxyRequest request, ActiveConfiguration active) {
    EvaluatedHead known = known(request, active);
    KeyReading reading =
        known == null ? AccessCheck.readKeys(request.head(), active) : known.reading();
    if (!accessCheck.admits(request, reading)) {
      return null;
    }
    if (known == null) {
      AccessCheck.Result.Admitted admitted = AccessCheck.admitted(request, reading);
      if (!(intake.admit(admitted, active) instanceof Intake.Destination.Mapped mapped)) {
        return null;
      }
      known = new EvaluatedHead(reading, mapped.facts(), lookups(request, mapped.facts()));
      request.head().attach(known);
    }
    return known;
  }

  /**
   * Returns what is attached to the head. What was read under an earlier configuration is dropped,
   * and the keys in them too.
   */
  private static @Nullable EvaluatedHead known(ProxyRequest request, ActiveConfiguration active) {
    EvaluatedHead attached = request.head().attachment(EvaluatedHead.class);
    if (attached == null) {
      return null;
    }
    if (!attached.isCurrent(active)) {
      request.head().attach(null);
      return null;
    }
    return attached.lookups() == null && request.body().length() == 0 ? null : attached;
  }

  private static @Nullable List<CacheLookup> lookups(ProxyRequest request, HeadFacts facts) {
    if (!facts.cache().usesStoreFor(facts.head().method())) {
      return List.of();
    }
    return request.body().length() == 0 ? Lookups.of(facts, BodyDigest.NONE) : null;
  }
}
