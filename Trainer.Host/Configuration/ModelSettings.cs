using Trainer.Core.Models;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Model</c>: which network.</summary>
internal sealed class ModelSettings
{
    [Setting(
        "the network: `MiniVggNet`, `LeNet`, `ResNet8`, `ResNet14` or `ResNet20` ([what they "
            + "are](models.md))",
        Short = "--model")]
    public string Name { get; set; } = nameof(MiniVggNet);
}
