using System.Net;
using System.Text.RegularExpressions;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>Finds everything that is wrong with the settings before anything starts.</summary>
internal static partial class SettingsValidator
{
    /// <summary>
    /// Throws one exception that lists all problems, each naming the key, the value and what is allowed.
    /// </summary>
    /// <exception cref="SettingsException">Some settings are out of range.</exception>
    public static void Validate(TrainerSettings settings)
    {
        List<string> problems =
        [
            .. PipelineFactory.ForTraining(settings).Validate().Select(Locate),
            .. TrainingRules.Problems(settings.Training),
            .. CallbackRules.Problems(settings.Callbacks, settings.Training),
            .. GeometricBackends.Problems(settings.Augment.Backend, settings.Augment.ToOptions()),
        ];
        DataSettings data = settings.Data;
        Require(data.Height is >= 1 and <= 4096, $"Data:Height is {data.Height}; it must be from 1 to 4096.");
        Require(data.Width is >= 1 and <= 4096, $"Data:Width is {data.Width}; it must be from 1 to 4096.");
        Require(data.Channels is >= 1 and <= 64, $"Data:Channels is {data.Channels}; it must be from 1 to 64.");
        Require(data.CacheMegabytes >= 0, $"Data:CacheMegabytes is {data.CacheMegabytes}; it must be at least 0.");
        data.ToCsvOptions(labels: null);
        Require(
            ModelRegistry.Default.Contains(settings.Model.Name),
            $"Model:Name is '{settings.Model.Name}'; it can be {string.Join(", ", ModelRegistry.Default.Names)}."
            + NearestName.Question(settings.Model.Name, ModelRegistry.Default.Names));
        Require(
            settings.Torch.Threads?.Value is null or (>= 1 and <= 1024),
            $"Torch:Threads is {settings.Torch.Threads}; it must be from 1 to 1024.");
        Require(
            settings.Torch.DevicePrefetch is >= 0 and <= 64,
            $"Torch:DevicePrefetch is {settings.Torch.DevicePrefetch}; it must be from 0 to 64.");
        Require(
            !settings.Torch.TuneConvolutions || !settings.Torch.Repeatable,
            "Torch:TuneConvolutions is true, so that runs cannot be repeated bit for bit; "
                + "set Torch:Repeatable to false with it.");
        Require(
            settings.Pipeline.CpuBudget is null or (>= 1 and <= 512),
            $"Pipeline:CpuBudget is {settings.Pipeline.CpuBudget}; it must be from 1 to 512.");
        Require(
            settings.Pipeline.MemoryBudgetMegabytes is null or >= 1,
            $"Pipeline:MemoryBudgetMegabytes is {settings.Pipeline.MemoryBudgetMegabytes}; it must be at least 1.");
        Require(
            DevicePattern().IsMatch(settings.Torch.Device),
            $"Torch:Device is '{settings.Torch.Device}'; it can be cpu, cuda, cuda:0, cuda:1, … or mps.");
        Require(
            settings.Output.Verbose is >= 0 and <= 2,
            $"Output:Verbose is {settings.Output.Verbose}; it can be 0, 1 or 2.");
        Require(
            settings.Dashboard.Port is null or (>= 0 and <= 65535),
            $"Dashboard:Port is {settings.Dashboard.Port}; it must be from 0 to 65535, 0 for any that is free.");
        Require(
            IPAddress.TryParse(settings.Dashboard.Address, out _),
            $"Dashboard:Address is '{settings.Dashboard.Address}'; "
                + "it must be an IP address such as 127.0.0.1, or 0.0.0.0 for all of this computer's.");
        Require(
            settings.Pipeline.ValidationSteps is null or >= 1,
            $"Pipeline:ValidationSteps is {settings.Pipeline.ValidationSteps}; it must be at least 1.");
        Require(
            settings.Checkpoint.EverySteps is null or >= 1,
            $"Checkpoint:EverySteps is {settings.Checkpoint.EverySteps}; it must be at least 1.");
        Require(
            !settings.Callbacks.BackupAndRestore || settings.Output.Folder is not null,
            "Callbacks:BackupAndRestore is true, but there is no Output:Folder in which the run could be found again; "
                + "name one.");
        Require(
            settings.Checkpoint.EveryEpochs is null or >= 1,
            $"Checkpoint:EveryEpochs is {settings.Checkpoint.EveryEpochs}; it must be at least 1.");
        Require(
            settings.Checkpoint.EveryMinutes is >= 0 and <= 1e6,
            $"Checkpoint:EveryMinutes is {settings.Checkpoint.EveryMinutes}; it must be from 0 to 1000000.");
        TelemetrySettings telemetry = settings.Telemetry;
        Require(
            telemetry.Port is null or (>= 1 and <= 65535),
            $"Telemetry:Port is {telemetry.Port}; it must be from 1 to 65535.");
        Require(
            Uri.CheckHostName(telemetry.Host) != UriHostNameType.Unknown,
            $"Telemetry:Host is '{telemetry.Host}'; it can be localhost, a name or an address of this machine.");
        Require(
            telemetry.OtlpEndpoint is null
                || (Uri.TryCreate(telemetry.OtlpEndpoint, UriKind.Absolute, out Uri? endpoint)
                    && endpoint.Scheme is "http" or "https"),
            $"Telemetry:OtlpEndpoint is '{telemetry.OtlpEndpoint}'; "
                + "it can be an address such as http://localhost:4318.");
        if (problems.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, problems));
        }

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>The library names an option; a user of the program needs its section.</summary>
    private static string Locate(string problem)
    {
        string section = problem.StartsWith(nameof(InputPipelineOptions.BatchSize), StringComparison.Ordinal)
            || problem.StartsWith(nameof(InputPipelineOptions.Epochs), StringComparison.Ordinal)
            ? "Training"
            : "Pipeline";
        string inWords = problem.Replace(
            nameof(InputPipelineOptions.WorkerBudget),
            "Pipeline:" + nameof(PipelineSettings.CpuBudget),
            StringComparison.Ordinal);
        return $"{section}:{inWords}";
    }

    [GeneratedRegex(
        "^(cpu|mps|cuda(:[0-9]{1,2})?)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DevicePattern();
}
