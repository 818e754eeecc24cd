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
 * Remembers what nothing stored answered: the proxy asks for what comes nearest before it says so
 * to the client, so that no test ends before its misses are known. Safe for concurrent use.
 */
final class MissLog extends ForwardingStorage {
  private static final int MOST_CANDIDATES = 3;

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

  /** Returns what was missed since the last call, a line each. */
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
            .limit(MOST_CANDIDATES)
            .map(near -> "\n    " + near.shown())
            .collect(Collectors.joining());
    return missed.method()
        + ' '
        + missed.domain()
        + ' '
        + new PortableRequest(missed).relativeTarget()
        + (nearest.isEmpty() ? ": nothing is recorded for this alias" : "; nearest:" + nearest);
  }

  private record Near(StoredRequest request, RequestDifference difference) {

    /** Below the alias, as the test asks; the upstream's own path may hold a secret. */
    String shown() {
      String target = new PortableRequest(request).relativeTarget();
      return new Candidate(request.method(), target, difference.place()).toString();
    }
  }

  private static Near candidate(StoredRequest missed, StoredRequest stored) {
    return new Near(stored, RequestDifference.first(missed, stored, name -> false));
  }

  /** Takes off what is kept of a request only because its answer varies on it. */
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
