package io.apibuddy.bootstrap.admin;

import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import java.util.function.Function;

/** {@code POST /admin/explain}: tells what would become of a described request, and why. */
public final class ExplainEndpoint implements Endpoint {
  private final Function<RequestDescription, Explanation> explainer;

  /** Creates the endpoint; {@code explainer} is that of {@code ProxyCore}. */
  public ExplainEndpoint(Function<RequestDescription, Explanation> explainer) {
    this.explainer = explainer;
  }

  @Override
  public boolean isSafe() {
    return true;
  }

  @Override
  public AdminResponse answer(Call call) throws AdminException {
    RequestDescription described;
    try {
      described = RequestDescriptionReader.read(call.request().content());
    } catch (IllegalArgumentException e) {
      throw AdminErrors.badRequest(String.valueOf(e.getMessage()));
    }
    return Json.answer(ExplanationDocument.of(explainer.apply(described)));
  }
}
