package io.apibuddy.bootstrap.junit;

import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.domain.replay.PortableRequest;
import io.apibuddy.domain.replay.RequestDifference;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A storage that records the requests for which it holds no response. Before the proxy answers such
 * a request it looks for the nearest entries here, so a test's misses are known before the test
 * ends. Safe for concurrent use.
 */
final class MissLog extends ForwardingStorage {
  private static final int MAX_CANDIDATES = 3;

  private final Queue<String> misses = new ConcurrentLinkedQueue<>();
  private final ResponseStore responses;

  MissLog(Storage storage) {
    super(storage);
    this.responses = new Watched(storage.responses());
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  /** Returns descriptions of the misses since the last call. */
  List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String miss = misses.poll(); miss != null; miss = misses.poll()) {
      taken.add(miss);
    }
    return taken;
  }

  private final class Watched extends ForwardingResponseStore {

    Watched(ResponseStore store) {
      super(store);
    }

    @Override
    public EntryPage entries(EntryQuery query) {
      EntryPage page = super.entries(query);
      StoredRequest missed = query.similarTo();
      if (missed != null) {
        misses.add(describe(missed, page.entries()));
      }
      return page;
    }
  }

  private static String describe(StoredRequest missed, List<StoredResponse> similar) {
    String nearest =
        similar.stream()
            .map(stored -> comparable(missed, stored))
            .map(near -> candidate(missed, near))
            .sorted((one, other) -> one.difference().compareTo(other.difference()))
            .limit(MAX_CANDIDATES)
            .map(near -> "\n    " + near.shown())
            .collect(Collectors.joining());
    return missed.method()
        + ' '
        + missed.domain()
        + ' '
        + new PortableRequest(missed).relativeTarget()
        + (nearest.isEmpty() ? ": nothing is recorded for this alias" : "; nearest:" + nearest);
  }

  private record SimilarRequest(StoredRequest request, RequestDifference difference) {

    /** Shows the path below the alias only, because the upstream's own path may hold a secret. */
    String shown() {
      String target = new PortableRequest(request).relativeTarget();
      return new Candidate(request.method(), target, difference.place()).toString();
    }
  }

  private static SimilarRequest candidate(StoredRequest missed, StoredRequest stored) {
    return new SimilarRequest(stored, RequestDifference.first(missed, stored, name -> false));
  }

  /**
   * Removes the fields that the stored request has only because its response names them in {@code
   * Vary}.
   */
  private static StoredRequest comparable(StoredRequest missed, StoredResponse stored) {
    StoredRequest request = stored.request();
    Set<String> separate =
        stored.response().headers().elements("Vary").stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new StoredRequest(
        request.domain(),
        request.upstream(),
        request.method(),
        request.target(),
        request
            .headers()
            .without(
                name ->
                    separate.contains(name.toLowerCase(Locale.ROOT))
                        && !missed.headers().contains(name)),
        request.body(),
        request.bodyDigest());
  }
}
