using Trainer.Core.Devices;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Host.Configuration;
using static TorchSharp.torch;

namespace Trainer.Host.Training;

/// <summary>Makes the network that the settings ask for.</summary>
internal static class ModelFactory
{
    /// <summary>Decides Torch's threads, before the first use, and refuses a device that is not there.</summary>
    /// <param name="settings">The settings in force; they hold the number of threads from then on.</param>
    /// <exception cref="SettingsException">The device is not there.</exception>
    public static void Configure(TrainerSettings settings)
    {
        settings.Torch.Threads = new AutoCount(
            TorchRuntime.Configure(WorkerBudgets.TorchThreads(settings, Environment.ProcessorCount)));
        RequireDevice(settings.Torch.Device);
        if (settings.Torch.Device.StartsWith("cuda", StringComparison.Ordinal))
        {
            ConfigureCuda(settings.Torch);
        }
    }

    private static void ConfigureCuda(TorchSettings torch)
    {
        CudaMath.AllowTensorFloat32(torch.TensorFloat32);
        Require(nameof(torch.Repeatable), torch.Repeatable, CudaMath.RequireRepeatableConvolutions(torch.Repeatable));
        Require(
            nameof(torch.TuneConvolutions), torch.TuneConvolutions, CudaMath.TuneConvolutions(torch.TuneConvolutions));

        static void Require(string key, bool isWanted, bool isSet)
        {
            if (isWanted && !isSet)
            {
                throw new SettingsException(
                    $"Torch:{key} is true, but this build of libtorch does not offer it; set it to false.");
            }
        }
    }

    /// <summary>Refuses a device that is not there, before anything is begun.</summary>
    /// <exception cref="SettingsException">The device is not there.</exception>
    public static void RequireDevice(string device)
    {
        bool available = device.StartsWith("cuda", StringComparison.Ordinal)
            ? cuda.is_available()
            : !string.Equals(device, "mps", StringComparison.Ordinal) || mps_is_available();
        if (!available)
        {
            throw new SettingsException(
                $"Torch:Device is '{device}', which is not available here; "
                    + "docs/platforms.md tells how to build for it. Use --device cpu.");
        }
    }

    /// <summary>Whether the network is to compute in numbers that the processor knows only by detours.</summary>
    public static bool IsEmulated(TorchSettings torch) =>
        torch.Precision == NetworkPrecision.BFloat16
            && string.Equals(torch.Device, "cpu", StringComparison.Ordinal)
            && BFloat16Support.IsNative == false;

    /// <summary>Makes it with initial values from the seed.</summary>
    /// <exception cref="SettingsException">The network does not take images of that shape.</exception>
    public static Model Create(TrainerSettings settings, int classes)
    {
        var spec = new NetworkSpec(settings.Data.GetShape(), classes, settings.Torch.Precision);
        try
        {
            Model model = Model.Create(
                () => ModelRegistry.Default.Create(settings.Model.Name, spec),
                    settings.Training.Seed,
                    new Device(settings.Torch.Device));
            model.DevicePrefetch = settings.Torch.DevicePrefetch;
            return model;
        }
        catch (ArgumentException e)
        {
            throw new SettingsException($"Model:Name is '{settings.Model.Name}': {e.Message}");
        }
    }
}
