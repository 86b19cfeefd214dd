namespace Trainer.Host.Configuration;

/// <summary>The optimizers.</summary>
internal enum OptimizerName
{
    /// <summary>Stochastic gradient descent.</summary>
    Sgd,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with weight decay.</summary>
    AdamW,

    /// <summary>RMSprop.</summary>
    RmsProp,
}
