using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Trainer.Core.Tensors;

/// <summary>Loads libtorch and sets its thread counts: the only place that does.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static int? _threads;
    private static bool _loaded;

    /// <summary>
    /// Loads the native library, with the loader's own words if it cannot be loaded. TorchSharp by itself would say
    /// that a package reference is missing, whatever the reason.
    /// </summary>
    /// <exception cref="TorchUnavailableException">It cannot be loaded on this machine.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_loaded)
            {
                return;
            }

            OpenMpWaiting.TryShorten();
            try
            {
                NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw new TorchUnavailableException(e);
            }

            _loaded = true;
        }
    }

    /// <summary>
    /// Finds one of the libraries that <see cref="Load"/> has brought into the process, such as <c>torch_cpu</c>.
    /// </summary>
    internal static bool TryFindLibrary(string name, out nint library)
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            string file = Path.GetFileNameWithoutExtension(module.FileName);
            if ((string.Equals(file, name, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(file, "lib" + name, StringComparison.Ordinal))
                && NativeLibrary.TryLoad(module.FileName, out library))
            {
                return true;
            }
        }

        library = 0;
        return false;
    }

    /// <summary>
    /// Changes the threads per operation after the first use, to measure what they bring. A training must not see that:
    /// it changes the last bits of sums.
    /// </summary>
    /// <param name="threads">Threads per operation, at least 1.</param>
    public static void ChangeThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Configure();
        TorchThread.Run(() =>
        {
            torch.set_num_threads(threads);
            _threads = threads;
        });
    }

    /// <summary>
    /// Decides, before the first use of Torch, how many threads an operation may use. The count changes the last bits
    /// of sums, so a run that is to be repeated bit for bit needs the same one.
    /// </summary>
    /// <param name="threads">
    /// Threads per operation, at least 1; null for libtorch's default, the number of cores,
    /// and no more than a container's quota allows.
    /// </param>
    /// <returns>The count in force.</returns>
    /// <exception cref="InvalidOperationException">
    /// Another count was set before. libtorch ends the process when its thread pools are set again after work has
    /// begun.
    /// </exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static int Configure(int? threads = null)
    {
        if (threads is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(threads));
        }

        Load();
        return TorchThread.Run(() =>
        {
            if (_threads is { } current)
            {
                return threads is null || threads == current
                    ? current
                    : throw new InvalidOperationException(
                        $"Torch was set to {current} threads before; it cannot be set to {threads} in the same "
                            + "process.");
            }

            // libtorch counts the machine's cores; .NET those that a container's quota leaves.
            int? wanted = threads;
            if (wanted is null && torch.get_num_threads() > Environment.ProcessorCount
                && Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            {
                wanted = Environment.ProcessorCount;
            }

            if (wanted is { } number)
            {
                torch.set_num_threads(number);
            }

            // One operation at a time runs here, so a pool for several at once would only hold memory.
            torch.set_num_interop_threads(1);
            _threads = torch.get_num_threads();
            return _threads.Value;
        });
    }
}
