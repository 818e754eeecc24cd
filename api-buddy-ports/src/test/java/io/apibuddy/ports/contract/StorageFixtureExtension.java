package io.apibuddy.ports.contract;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Injects a test's {@link StorageFixture} and closes it before the test's directory is removed. */
final class StorageFixtureExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(StorageFixtureExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == StorageFixture.class;
  }

  @Override
  public StorageFixture resolveParameter(ParameterContext parameter, ExtensionContext context) {
    StorageFixture fixture = new StorageFixture((StorageFactory) context.getRequiredTestInstance());
    context.getStore(NAMESPACE).put(StorageFixture.class, fixture);
    return fixture;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    StorageFixture fixture =
        context.getStore(NAMESPACE).remove(StorageFixture.class, StorageFixture.class);
    if (fixture != null) {
      fixture.close();
    }
  }
}
