package io.apibuddy.bootstrap.junit;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Does what {@link ApiBuddyTest} says; classes nested in the annotated one share its proxy. */
@SuppressWarnings("exports") // whoever uses it has JUnit, and nobody else must
public final class ApiBuddyExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ApiBuddyExtension.class);

  /** Made by JUnit. */
  public ApiBuddyExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    if (find(context).isPresent()) {
      return;
    }
    Class<?> testClass = context.getRequiredTestClass();
    ApiBuddyTest wanted = testClass.getAnnotation(ApiBuddyTest.class);
    if (wanted == null) {
      throw new IllegalStateException(testClass.getName() + " needs @ApiBuddyTest");
    }
    String mode =
        TestMode.of(context.getConfigurationParameter(TestMode.PARAMETER), System.getenv());
    context.getStore(NAMESPACE).put(Session.class, new Session(testClass, wanted, mode));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    session(context).begin(context.getUniqueId());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    session(context).end(context.getUniqueId());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Optional<Session> session = find(context);
    if (session.isPresent() && session.get().isOwnedBy(context.getRequiredTestClass())) {
      try {
        session.get().endAll();
      } finally {
        session.get().close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return parameter.isAnnotated(BaseUrl.class)
        ? type == String.class || type == URI.class
        : type == CachingProxy.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    CachingProxy proxy = session(context).proxy();
    Optional<BaseUrl> alias = parameter.findAnnotation(BaseUrl.class);
    if (alias.isEmpty()) {
      return proxy;
    }
    String url = proxy.baseUrl(alias.get().value());
    return parameter.getParameter().getType() == URI.class ? URI.create(url) : url;
  }

  private static Session session(ExtensionContext context) {
    return find(context).orElseThrow(() -> new IllegalStateException("no proxy was started"));
  }

  private static Optional<Session> find(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(Session.class, Session.class));
  }
}
