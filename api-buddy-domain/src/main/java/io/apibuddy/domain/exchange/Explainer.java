package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AgeCalculator;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ModePolicy;
import io.apibuddy.domain.cache.RecordedCredential;
import io.apibuddy.domain.cache.RecordingPolicy;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.content.RequestBodies;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.Explanation.Outcome;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.intake.AccessCheck;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.intake.BodyDigester;
import io.apibuddy.domain.intake.Intake;
import io.apibuddy.domain.intake.Lookups;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.domain.replay.MaskedUpstream;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.domain.store.StoreDecider;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains how a request would be answered, by the steps that a request takes, but without asking
 * an upstream or changing anything. Safe for concurrent use.
 */
final class Explainer {
  private final Intake intake;
  private final RequestBodies bodies;
  private final BodyDigester digester;
  private final GuardedResponseStore store;
  private final StoreDecider decider;
  private final NearestEntries nearest;
  private final InstantSource clock;

  Explainer(
      Intake intake,
      RequestBodies bodies,
      BodyDigester digester,
      GuardedResponseStore store,
      InstantSource clock) {
    this.intake = intake;
    this.bodies = bodies;
    this.digester = digester;
    this.store = store;
    this.decider = new StoreDecider(store);
    this.nearest = new NearestEntries(store);
    this.clock = clock;
  }

  /** Where an answer would come from, and why. */
  private record Verdict(Outcome outcome, String reason) {}

  Explanation explain(
      RequestDescription described, ActiveConfiguration configuration, Exchange.Stamp stamp) {
    KeyReading reading = AccessCheck.readKeys(described.head(), configuration);
    if (reading != null && reading.misplaced()) {
      return refused(AccessProblems.keyMisplaced());
    }
    String through = pathThrough(described, configuration.router());
    if (through != null) {
      return new Explanation.Refused(
          421,
          Problems.HOST_NOT_ALLOWED,
          "A request to that URL bypasses the proxy; to go through it, request " + through + ".");
    }
    DescribedRequest request =
        new DescribedRequest(
            withoutKey(described.head(), reading),
            described.body(),
            described.origin().isEmpty()
                ? defaultAuthority(configuration.values())
                : described.authority());
    Intake.Destination destination =
        intake.admit(new AccessCheck.Result.Admitted(request, ""), configuration);
    if (destination instanceof Intake.Destination.Mapped mapped) {
      try {
        return explain(new Exchange(request, mapped.facts(), stamp));
      } catch (IOException e) {
        throw new UncheckedIOException("no room for the request's content", e);
      }
    }
    if (destination instanceof Intake.Destination.MaxForwardsReached) {
      return new Explanation.Refused(204, "", "Max-Forwards is 0: the proxy answers it.");
    }
    return destination instanceof Intake.Destination.Refused refused
        ? refused(orNotMapped(refused.problem(), described))
        : new Explanation.AdminResource();
  }

  /** Returns the proxy's path for the URL of a mapped upstream, null for any other URL. */
  private static @Nullable String pathThrough(RequestDescription described, Router router) {
    return described.origin().isEmpty()
        ? null
        : router.pathTo(described.origin() + described.path());
  }

  /** A description with a whole URL may mean an API that no mapping leads to. */
  private static Problem orNotMapped(Problem problem, RequestDescription described) {
    return !described.origin().isEmpty() && problem.errorCode().equals(Problems.HOST_NOT_ALLOWED)
        ? Problems.notMapped()
        : problem;
  }

  private static Explanation refused(Problem problem) {
    return new Explanation.Refused(problem.status(), problem.errorCode(), problem.detail());
  }

  private Explanation explain(Exchange exchange) throws IOException {
    if (!exchange.cache().usesStoreFor(exchange.method())) {
      boolean configured = exchange.cache().mode() == CacheMode.PASSTHROUGH;
      return pastStore(exchange, configured ? exchange.ruling().bypass() : "method");
    }
    RequestBodies.Reading reading =
        bodies.read(exchange.request().body(), exchange.cache().maxKeyBodySize());
    BufferedBody whole = reading.whole();
    if (whole == null) {
      reading.rest().close();
      return pastStore(exchange, StorageObstacle.TOO_LARGE);
    }
    try (whole) {
      BodyDigest digest = digester.digest(whole, exchange.facts());
      return digest == null
          ? pastStore(exchange, StorageObstacle.TOO_LARGE)
          : explain(exchange, digest, whole);
    }
  }

  private Explanation explain(Exchange exchange, BodyDigest digest, BufferedBody body) {
    List<CacheLookup> lookups = Lookups.of(exchange.facts(), digest);
    CacheLookup shown = lookups.get(0);
    Instant now = clock.instant();
    CacheDecision decision = decider.decide(lookups, store::peek, now);
    Verdict verdict = verdict(exchange, body, decision);
    StoredResponse stored = stored(shown, decision);
    return new Explanation.Routed(
        exchange.alias(),
        url(exchange),
        exchange.ruling().rule(),
        exchange.cache().policy(),
        exchange.cache().mode(),
        verdict.outcome(),
        verdict.reason(),
        parts(shown, upstream(exchange)),
        stored == null ? null : entry(stored, now),
        stored == null
            ? nearest.of(shown, digest, exchange.target().route())
            : List.<Candidate>of());
  }

  private static Verdict verdict(Exchange exchange, BufferedBody body, CacheDecision decision) {
    if (decision instanceof CacheDecision.ServeStored) {
      return new Verdict(Outcome.HIT, "");
    }
    if (!exchange.cache().mode().asksUpstream()) {
      return new Verdict(Outcome.NONE, Problems.OFFLINE_MISS);
    }
    if (exchange.directives().onlyIfCached()
        || !(decision instanceof CacheDecision.Forward forward)) {
      return new Verdict(Outcome.NONE, Problems.NOT_IN_CACHE);
    }
    String obstacle = StorageObstacle.of(exchange, body);
    return obstacle.isEmpty()
        ? new Verdict(Outcome.FETCH, forward.reason().token())
        : new Verdict(Outcome.PASS, obstacle);
  }

  private @Nullable StoredResponse stored(CacheLookup lookup, CacheDecision decision) {
    if (decision instanceof CacheDecision.ServeStored found) {
      return found.stored();
    }
    List<StoredResponse> candidates = store.peek(lookup.key());
    if (lookup.cache().mode().usesRecordings()) {
      return RecordingPolicy.select(lookup, candidates);
    }
    List<StoredResponse> chosen = VaryMatcher.choose(candidates, lookup);
    return chosen.isEmpty() ? null : chosen.get(0);
  }

  /** Explains a request that goes past the store. */
  private static Explanation pastStore(Exchange exchange, String reason) {
    boolean asks = exchange.cache().mode().asksUpstream();
    boolean wantsStoreAlone = exchange.directives().onlyIfCached();
    return new Explanation.Routed(
        exchange.alias(),
        url(exchange),
        exchange.ruling().rule(),
        exchange.cache().policy(),
        exchange.cache().mode(),
        asks && !wantsStoreAlone ? Outcome.PASS : Outcome.NONE,
        wantsStoreAlone ? Problems.NOT_IN_CACHE : reason,
        null,
        null,
        List.of());
  }

  private static String url(Exchange exchange) {
    Route route = exchange.target().route();
    String target = exchange.keys().shown(exchange.target().upstream());
    return route.origin() + upstream(exchange).target(route.upstream(), target);
  }

  private static MaskedUpstream upstream(Exchange exchange) {
    return MaskedUpstream.of(exchange.target().route().configuration());
  }

  private static Explanation.KeyParts parts(CacheLookup lookup, MaskedUpstream upstream) {
    CacheKey key = lookup.key();
    return new Explanation.KeyParts(
        key.hex(),
        key.method(),
        upstream.target(key.upstream(), key.target()),
        key.contentType(),
        key.bodyDigest(),
        !key.credential().isEmpty() || RecordedCredential.isIn(lookup),
        key.selected());
  }

  private static Explanation.Entry entry(StoredResponse stored, Instant now) {
    return new Explanation.Entry(
        stored.id().value(),
        stored.response().status(),
        stored.length(),
        stored.freshness().respondedAt(),
        AgeCalculator.currentAge(stored, now),
        ModePolicy.serve(stored, now).remaining(),
        stored.pinned());
  }

  /** Removes the access key, which is part of the URLs that the banner shows. */
  private static RequestHead withoutKey(RequestHead head, @Nullable KeyReading reading) {
    if (reading == null) {
      return head;
    }
    return switch (reading.verdict()) {
      case RIGHT, NOT_REQUIRED -> reading.head();
      case WRONG, MISSING -> head;
    };
  }

  /** Returns one of the proxy's host names: a description does not say which one it uses. */
  private static String defaultAuthority(ProxyConfiguration configuration) {
    return configuration.allowedHosts().stream()
        .filter(host -> !host.equals("*"))
        .findFirst()
        .orElse("localhost");
  }
}
