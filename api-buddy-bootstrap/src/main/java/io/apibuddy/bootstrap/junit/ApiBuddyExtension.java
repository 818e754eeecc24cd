package io.apibuddy.bootstrap.junit;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The extension that {@link ApiBuddyTest} registers. Classes nested in the annotated class share
 * its proxy.
 */
@SuppressWarnings("exports") // JUnit is optional: only those who use this need it
public final class ApiBuddyExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ApiBuddyExtension.class);

  /** Called by JUnit. */
  public ApiBuddyExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    if (!session(context).isOwnedBy(testClass)
        && AnnotationSupport.isAnnotated(testClass, ApiBuddyTest.class)) {
      throw new IllegalStateException(
          testClass.getName()
              + " shares the proxy of the class that it is nested in: put @ApiBuddyTest there only");
    }
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
    Session session = find(context);
    if (session != null && session.isOwnedBy(context.getRequiredTestClass())) {
      try {
        session.endAll();
      } finally {
        session.close();
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

  /**
   * Returns the session of the test class or of its enclosing class, and starts it on the first
   * call. That call comes before {@link #beforeAll} if the class has a single instance ({@code
   * PER_CLASS}) whose constructor takes a parameter.
   */
  private static Session session(ExtensionContext context) {
    Session started = find(context);
    return started != null ? started : start(context);
  }

  private static @Nullable Session find(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Session.class, Session.class);
  }

  private static Session start(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    ApiBuddyTest wanted =
        AnnotationSupport.findAnnotation(testClass, ApiBuddyTest.class)
            .orElseThrow(
                () -> new IllegalStateException(testClass.getName() + " needs @ApiBuddyTest"));
    String mode =
        TestMode.of(context.getConfigurationParameter(TestMode.PARAMETER), System.getenv());
    Session session = new Session(testClass, wanted, mode);
    context.getStore(NAMESPACE).put(Session.class, session);
    return session;
  }
}
