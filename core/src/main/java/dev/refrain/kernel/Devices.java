package dev.refrain.kernel;

import java.lang.System.Logger.Level;

/// Chooses what computes on this machine.
public final class Devices {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "dev.refrain.kernel.vector.VectorKernels";

  private static final class Best {
    static final Kernels KERNELS = choose();
  }

  private Devices() {}

  /// The fastest float32 kernels there are: those on vectors, or, with one warning that says what is
  /// missing, the reference.
  public static Kernels best() {
    return Best.KERNELS;
  }

  private static Kernels choose() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return slow("the Vector API is not there; start java with --add-modules " + VECTOR_MODULE);
    }
    try {
      // By name, since this class must load without the module that VectorKernels is linked with.
      return Class.forName(VECTOR_KERNELS).asSubclass(Kernels.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError failure) {
      Throwable reason = failure;
      while (reason.getCause() != null) {
        reason = reason.getCause();
      }
      return slow("the vector kernels do not start: " + reason);
    }
  }

  private static Kernels slow(String reason) {
    System.getLogger(Devices.class.getName())
        .log(Level.WARNING, "Computing with the slow reference kernels: " + reason);
    return ReferenceKernels.float32();
  }
}
