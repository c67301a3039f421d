//! Who is let in: passwords and certificates, over the stand-in, which is not KurrentDB.

use cxl_kurrent_standin::Cluster;
use cxl_store::{EventStore as _, StoreError};

use crate::common::{append, log_at, quick};

#[tokio::test]
async fn a_wrong_password_is_told_in_plain_words_and_never_shown() {
    let cluster = Cluster::start(1);
    cluster.admit_only("cx", "p@ss/w:rd%");
    let url = |password: &str| cluster.url().replace("://", &format!("://cx:{password}@"));
    let log = log_at(&url("p%40ss%2Fw%3Ard%25"), quick());
    log.complete().await.unwrap();
    log.append(append(1, 0, 1)).await.unwrap();

    let other = log_at(&url("S3CR3T"), quick());
    let error = other.complete().await.unwrap_err();
    assert!(matches!(error, StoreError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("check user and password"), "{error}");
    let refused = other.append(append(2, 0, 1)).await.unwrap_err();
    for shown in
        [format!("{error:?}"), format!("{refused:?}"), format!("{other:?}"), format!("{:?}", other.health())]
    {
        assert!(!shown.contains("S3CR3T"), "{shown}");
    }
}

#[tokio::test]
async fn an_own_ca_is_trusted_when_it_is_named_and_refused_in_plain_words_when_it_is_not() {
    for nodes in [1, 3] {
        let (cluster, ca) = Cluster::start_secure(nodes);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.crt");
        std::fs::write(&file, ca).unwrap();
        let log = log_at(&format!("{}&tlsCaFile={}", cluster.url(), file.display()), quick());
        log.complete().await.unwrap();
        log.append(append(1, 0, 1)).await.unwrap();

        let error = log_at(&cluster.url(), quick()).complete().await.unwrap_err();
        assert!(matches!(error, StoreError::Refused { .. }), "{error:?}");
        assert!(error.to_string().contains("check tlsCaFile"), "{error}");
        let error =
            log_at(&cluster.url().replace("tls=true", "tls=false"), quick()).complete().await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable { .. } | StoreError::Refused { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_not_taken_for_one_that_is_away() {
    let cluster = Cluster::start(1);
    let error =
        log_at(&cluster.url().replace("tls=false", "tls=true"), quick()).complete().await.unwrap_err();
    assert!(error.to_string().contains("tls=false if not"), "{error:?}");
}
