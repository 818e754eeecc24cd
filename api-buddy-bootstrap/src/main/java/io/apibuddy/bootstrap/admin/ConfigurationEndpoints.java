package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.config.ValidationResult;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.store.ConfigRevision;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code /admin/config}, the resources below it, and {@code /admin/validate-config}. */
public final class ConfigurationEndpoints {
  private static final String AUTHOR = "admin";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1000;

  private final ConfigurationControl control;

  /** Creates the endpoints. */
  public ConfigurationEndpoints(ConfigurationControl control) {
    this.control = control;
  }

  /** Adds the endpoints. */
  public void addTo(Routes.Builder routes) {
    routes.add("GET", "/admin/config", this::current);
    routes.add("PATCH", "/admin/config", this::update);
    routes.add("GET", "/admin/config/history", this::history);
    routes.add("POST", "/admin/config/reload", this::reload);
    routes.add("POST", "/admin/validate-config", Endpoint.safe(this::validate));
  }

  private record Revision(
      long number, String at, String author, @JsonRawValue String configuration) {
    static Revision of(ConfigRevision revision) {
      return new Revision(
          revision.number(), revision.at().toString(), revision.author(), revision.document());
    }
  }

  private record Revisions(List<Revision> revisions) {}

  private record Setting(String keyPath, Object value) {}

  private record Reloaded(boolean reloaded, @JsonRawValue String configuration) {}

  private record Finding(String position, String key, String message) {
    static List<Finding> of(List<Problem> problems) {
      return problems.stream().map(p -> new Finding(p.position(), p.key(), p.message())).toList();
    }
  }

  private record Verdict(boolean valid, List<Finding> errors, List<Finding> warnings) {}

  private AdminResponse current(Call call) {
    return AdminResponse.of("application/json", control.current().document().json() + "\n");
  }

  private AdminResponse history(Call call) throws AdminException {
    int limit = call.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    return Json.answer(new Revisions(control.history(limit).stream().map(Revision::of).toList()));
  }

  private AdminResponse update(Call call) throws AdminException {
    JsonNode content = call.object("key_path", "value");
    JsonNode path = content.get("key_path");
    JsonNode value = content.get("value");
    if (path == null || !path.isTextual() || value == null) {
      throw AdminErrors.badRequest(
          "The content must be {\"key_path\": \"cache.default_ttl\", \"value\": \"1h\"} or the"
              + " like.");
    }
    try {
      Object effective = control.updateRemotely(path.textValue(), Json.plain(value));
      return Json.answer(new Setting(path.textValue(), effective));
    } catch (ForbiddenKeyException e) {
      throw new AdminException(
          403, "key_not_changeable", "Key not changeable over HTTP", e.getMessage() + "");
    } catch (ConfigurationException e) {
      throw invalid(e);
    }
  }

  private AdminResponse reload(Call call) throws AdminException {
    try {
      control.reload(AUTHOR);
    } catch (ConfigurationException e) {
      throw invalid(e);
    }
    return Json.answer(new Reloaded(true, control.current().document().json()));
  }

  private AdminResponse validate(Call call) throws AdminException {
    if (call.request().content().length() == 0) {
      throw AdminErrors.badRequest("The content must be the configuration, as JSON.");
    }
    ValidationResult findings =
        control.validate(
            new String(call.request().content().toByteArray(), StandardCharsets.UTF_8));
    return Json.answer(
        new Verdict(
            findings.valid(), Finding.of(findings.errors()), Finding.of(findings.warnings())));
  }

  private static AdminException invalid(ConfigurationException e) {
    return new AdminException(
        422, "invalid_configuration", "Invalid configuration", String.valueOf(e.getMessage()));
  }
}
