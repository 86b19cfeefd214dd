using System.Runtime.InteropServices;
using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Tensors;

[Collection(TorchCollection.Name)]
public sealed partial class OpenMpWaitingTests
{
    [Fact]
    public void Load_OnLinux_PutsTheCountWhereNativeLibrariesLook()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU's OpenMP is Linux'.");
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null,
            "The user has decided it.");

        TorchRuntime.Load();

        Assert.Equal(OpenMpWaiting.Looks, Marshal.PtrToStringUTF8(GetEnvironment("GOMP_SPINCOUNT")));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetEnvironment(string name);
}
