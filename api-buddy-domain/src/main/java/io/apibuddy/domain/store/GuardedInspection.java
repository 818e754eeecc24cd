package io.apibuddy.domain.store;

import io.apibuddy.domain.throttle.RequestedModel;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.http.ResponseInspector.Inspection;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An inspection of one answer that never fails: if the inspector does, it has found nothing. For
 * use by one thread.
 */
final class GuardedInspection {
  private final boolean pinned;
  private Inspection inspection;

  GuardedInspection(ResponseInspector inspector, EntryDraft draft) {
    pinned = draft.pinned();
    try {
      Duration lifetime = pinned ? null : draft.freshness().lifetime();
      inspection =
          inspector.begin(
              draft.key().method(),
              () -> RequestedModel.of(draft.request()),
              draft.response(),
              lifetime);
    } catch (Exception | LinkageError e) {
      inspection = Inspection.NOTHING;
    }
  }

  void take(Body.Bytes piece) {
    try {
      inspection.take(piece);
    } catch (Exception | LinkageError e) {
      inspection = Inspection.NOTHING;
    }
  }

  /** Returns whether the answer's content is worth keeping; true if the inspector fails. */
  boolean isWorthKeeping() {
    try {
      return inspection.isWorthKeeping();
    } catch (Exception | LinkageError e) {
      return true;
    }
  }

  /** Returns until when the content can be used, null if it sets no limit. A recording has none. */
  private @Nullable Instant usableUntil() {
    try {
      return pinned ? null : inspection.usableUntil();
    } catch (Exception | LinkageError e) {
      return null;
    }
  }

  /** Returns a completion with the attributes that were found added to its own. */
  EntryCompletion addedTo(EntryCompletion completion) {
    Map<String, String> attributes;
    try {
      attributes = new HashMap<>(Map.copyOf(inspection.attributes()));
    } catch (Exception | LinkageError e) {
      return completion;
    }
    Instant end = usableUntil();
    if (end != null) {
      attributes.put(EntryCompletion.USABLE_UNTIL, end.toString());
    }
    attributes.putAll(completion.attributes());
    return new EntryCompletion(completion.trailers(), attributes);
  }
}
