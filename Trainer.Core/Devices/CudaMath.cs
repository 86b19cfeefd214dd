using System.Runtime.InteropServices;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Devices;

/// <summary>How NVIDIA GPUs compute, for the whole process. On other devices nothing changes.</summary>
public static class CudaMath
{
    /// <summary>
    /// Lets convolutions and matrix products of float32 round their factors to the 10 bits of mantissa that tensor
    /// cores take (TF32); sums stay in float32. Results then agree with the CPU's to about three digits, and are
    /// several times faster. libtorch's own default is to do so in convolutions only; TensorFlow's, and so Keras', to
    /// do so in both.
    /// </summary>
    /// <param name="allow">Whether to.</param>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static void AllowTensorFloat32(bool allow)
    {
        TorchRuntime.Load();
        TorchThread.Run(() =>
        {
            backends.cudnn.allow_tf32 = allow;
            backends.cuda.matmul.allow_tf32 = allow;
        });
    }

    /// <summary>
    /// Lets cuDNN try its algorithms on the first convolution of each shape, and take the fastest. Which one that is
    /// may differ from run to run, and with it the last bits: results are then not repeatable.
    /// </summary>
    /// <param name="tune">Whether to; libtorch's default is not to.</param>
    /// <returns>False where this build of libtorch does not offer it; nothing is changed then.</returns>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static bool TuneConvolutions(bool tune) => TrySet("setBenchmarkCuDNN", tune);

    /// <summary>
    /// Has cuDNN take only algorithms that give the same bits whenever they are given the same, so that a training can
    /// be repeated, and one that was interrupted ends as if it had not been.
    /// </summary>
    /// <param name="repeatable">Whether to; libtorch's default is not to.</param>
    /// <returns>False where this build of libtorch does not offer it; nothing is changed then.</returns>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static bool RequireRepeatableConvolutions(bool repeatable) => TrySet("setDeterministicCuDNN", repeatable);

    /// <summary>Whether a switch is on; null where that cannot be told.</summary>
    internal static unsafe bool? Get(string getter) => TryFind(getter, isSetter: false, out nint context, out nint get)
        ? TorchThread.Run(() => ((delegate* unmanaged<nint, byte>)get)(context) != 0)
        : null;

    /// <summary>
    /// Sets a switch that TorchSharp has no word for: a method of <c>at::Context</c>, looked up in libtorch by its C++
    /// name.
    /// </summary>
    private static unsafe bool TrySet(string setter, bool value)
    {
        if (!TryFind(setter, isSetter: true, out nint context, out nint set))
        {
            return false;
        }

        TorchThread.Run(() => ((delegate* unmanaged<nint, byte, void>)set)(context, value ? (byte)1 : (byte)0));
        return true;
    }

    private static unsafe bool TryFind(string method, bool isSetter, out nint context, out nint address)
    {
        TorchRuntime.Load();
        (context, address) = (0, 0);
        bool isMicrosoft = OperatingSystem.IsWindows();
        string global = isMicrosoft ? "?globalContext@at@@YAAEAVContext@1@XZ" : "_ZN2at13globalContextEv";
        string name = isMicrosoft
            ? $"?{method}@Context@at@@{(isSetter ? "QEAAX_N@Z" : "QEBA_NXZ")}"
            : $"_ZN{(isSetter ? string.Empty : "K")}2at7Context{method.Length}{method}E{(isSetter ? 'b' : 'v')}";
        if (!TorchRuntime.TryFindLibrary("torch_cpu", out nint library)
            || !NativeLibrary.TryGetExport(library, global, out nint globalContext)
            || !NativeLibrary.TryGetExport(library, name, out address))
        {
            return false;
        }

        context = TorchThread.Run(() => ((delegate* unmanaged<nint>)globalContext)());
        return true;
    }
}
