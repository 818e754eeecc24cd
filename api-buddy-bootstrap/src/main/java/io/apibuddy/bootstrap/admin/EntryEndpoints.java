package io.apibuddy.bootstrap.admin;

import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.replay.MaskedUpstream;
import io.apibuddy.domain.replay.PortableRequest;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /admin/cache/entries/{key}}: one stored response with its fields and content. */
final class EntryEndpoints {
  private final ProxyCore core;
  private final ResponseStore store;
  private final ConfigurationControl control;

  EntryEndpoints(ProxyCore core, ResponseStore store, ConfigurationControl control) {
    this.core = core;
    this.store = store;
    this.control = control;
  }

  private record EntryDetails(
      EntrySummary entry,
      List<MaskedFields.Field> requestHeaders,
      List<MaskedFields.Field> responseHeaders,
      String variant,
      @Nullable EntryPreview content) {}

  AdminResponse entry(Call call) throws AdminException {
    StoredResponse stored = find(call);
    AliasConfiguration mapping = control.current().proxy().aliases().get(stored.request().domain());
    MaskedUpstream upstream = MaskedUpstream.of(mapping);
    Headers answered = upstream.fields(stored.response().headers(), stored.request());
    return Json.answer(
        new EntryDetails(
            EntrySummary.of(stored, upstream),
            MaskedFields.ofRequest(stored.request().headers()),
            MaskedFields.ofResponse(answered, PortableRequest.credentials(mapping)),
            stored.variant(),
            EntryPreview.of(stored, store)));
  }

  AdminResponse remove(Call call) throws AdminException {
    if (!core.remove(id(call))) {
      throw unknown();
    }
    return Json.answer(Map.of("removed", 1));
  }

  private StoredResponse find(Call call) throws AdminException {
    EntrySelector selector = new EntrySelector.ById(id(call));
    List<StoredResponse> found = core.entries(EntryQuery.first(selector, 1)).entries();
    if (found.isEmpty()) {
      throw unknown();
    }
    return found.get(0);
  }

  private static EntryId id(Call call) {
    return new EntryId(call.variable("key"));
  }

  private static AdminException unknown() {
    return new AdminException(
        404,
        "unknown_entry",
        "Unknown entry",
        "Nothing is stored under that key, or no longer; /admin/cache/{alias} lists what is"
            + " stored.");
  }
}
