using Trainer.Core.Models;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Model</c>: which network.</summary>
internal sealed class ModelSettings
{
    /// <summary>A name of the <see cref="ModelRegistry"/>.</summary>
    public string Name { get; set; } = nameof(MiniVggNet);
}
